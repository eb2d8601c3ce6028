"""Ratios measured side by side: ours against a reference, both in one run."""
