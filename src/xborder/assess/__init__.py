"""Changes -> findings -> recommendations: what a change means under Article 28."""
