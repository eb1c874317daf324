"""What a run has to say, for people and for machines: page, plain text, data, mail.

Pure: the same report, registry and language always give the same bytes.
"""
