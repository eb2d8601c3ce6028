"""Amazon Personalize itself behind our recommender's port; ours answers where it does not."""
