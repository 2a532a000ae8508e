"""Interactive figures, a folder each."""
