"""Can one prompt leak a customer?"""
