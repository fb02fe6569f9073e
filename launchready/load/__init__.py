"""Does it hold under first traffic?"""
