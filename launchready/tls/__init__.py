"""Will browsers trust it, today and next month?"""
