-- One row with the words that the model itself gives, so that they are stored as those of the
-- register are.
select
    'unknown' as unknown,
    'none' as none,
    'ukraine' as ukraine,
    'long_term_unemployed' as long_term_unemployed,
    'repeatedly_unemployed' as repeatedly_unemployed,
    'service_to_unemployed' as service_to_unemployed,
    'service_to_service' as service_to_service,
