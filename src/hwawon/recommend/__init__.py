"""Pictures that fit a visitor: counts of what was liked by whom, slates drawn from them, and their evaluation."""
