"""One file per indicator: its rules by name, shown in tables and counted by hand.

Ends are last days. Count days are last working days: 29.12.2023, 31.1.2024, 29.2.2024, 28.3.2024
(Good Friday is the 29th), 30.4.2024.
"""
