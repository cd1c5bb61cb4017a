-- The first day after a spell. A spell that is open, or ends after the extract date, is cut at the
-- day after the extract date: what happens later is not known to the register. Of an open end, a
-- null, and a date `least` gives the date.
create or replace macro first_day_after(last_day, extract_date) as
least(last_day, extract_date) + 1
