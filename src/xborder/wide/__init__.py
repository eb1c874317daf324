"""One run on many machines: groups of hosts are shared out over workers of dask.distributed."""
