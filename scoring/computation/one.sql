select count(*) from written
