"""Parts of the page 学习档案."""
