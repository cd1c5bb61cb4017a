-- One row per training that the person really started, with the kind of its course.
-- A course that was delivered twice must not double its participants.
with courses as (
    select
        ktuno,
        max(kurslaji) as kurslaji,
    from current.ktyokou
    group by ktuno
)

select
    ytyokou.hid_e as person_id,
    ytyokou.alpvm as start_date,
    first_day_after(ytyokou.papvm, extract.extract_date) as end_date,
    courses.kurslaji as code,
from current.ytyokou
cross join meta.extract
inner join courses on ytyokou.ktunoh = courses.ktuno
where ytyokou.alkood = '1' and ytyokou.alpvm <= extract.extract_date
