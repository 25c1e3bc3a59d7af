"""The two sides of the exchange: what a branch sees, and what an organisation that receives sees."""
