"""What a release needs beside the code: is the tree consistent, and which image does it name?"""
