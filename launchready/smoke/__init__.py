"""Does the product work?"""
