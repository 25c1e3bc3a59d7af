"""The trade's rules: rule sets as data, and what follows from them, as pure functions over facts.

`rule` what a rule and a credit scheme are · `rule_file` a file of `resources/rules` read and checked · `catalog` all files ·
`facts` what a ledger says about one organisation in a span of years · `periods` months, quarters, years ·
`duties`, `hours`, `credits`, `statistics` results, each with the lines it was made of.
"""
