"""The parts of the page 学习与学分: totals of the members, the year's records, the branches of a committee."""
