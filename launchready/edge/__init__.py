"""Is the edge set to protect?"""
