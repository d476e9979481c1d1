"""Still figures: `plots` draws them, `describe` puts them into words, `figure` shows them."""
