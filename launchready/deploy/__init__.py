"""Can we release, and go back?"""
