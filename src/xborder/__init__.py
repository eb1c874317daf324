"""xborder watches PPC country reports and contractors' terms for what APPI Article 28 makes matter."""

__version__ = "0.1.0"
