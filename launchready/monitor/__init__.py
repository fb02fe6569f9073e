"""Will we hear of an outage before our customers do?"""
