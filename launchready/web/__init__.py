"""Do visitors land on the right page?"""
