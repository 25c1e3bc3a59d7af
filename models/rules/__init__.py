"""The trade's rules: rule sets as data, and what follows from them, as pure functions over facts.

`rule` what a rule and a credit scheme are · `rule_file`, `rule_fields` a file of `resources/rules` read and checked ·
`catalog` all files · `facts` what a ledger says about one organisation in a span of years · `periods` months, weeks,
quarters · `standing` when a branch, committee or group stood · `asked` what is asked of whom · `fulfilment` what was
done · `sources` what can be a line of hours or credits · `duties`, `hours`, `credits`, `statistics` the results.
"""
