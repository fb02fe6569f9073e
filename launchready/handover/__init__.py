"""Can the founder run it alone?"""
