"""Forms as data, their layout, and what they become: PDF files and workbooks. Knows no Qt and no package files."""
