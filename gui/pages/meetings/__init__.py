"""Parts of the page 三会一课: the list, the attendance grid, the year at a glance, the card of a meeting."""
