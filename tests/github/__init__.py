"""A run on GitHub reads its event, keeps its trust and delivers its answer."""
