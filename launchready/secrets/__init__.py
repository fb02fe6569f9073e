"""Is a key committed?"""
