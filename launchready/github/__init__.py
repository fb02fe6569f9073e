"""The run on GitHub: what happened, which commits, and where the answer is put."""
