"""Parts of the page of pledges."""
