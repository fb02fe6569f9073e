"""Does the live zone match the record map?"""
