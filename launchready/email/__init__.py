"""Will the mail arrive?"""
