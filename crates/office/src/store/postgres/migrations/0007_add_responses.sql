-- Responses that are new are added by one call, which needs no change around it: `lock` holds the state of their survey, and
-- what was decided by the state in which the office saw it last (`seen_…`) counts only if it is in that state still. Each
-- statement sees what was committed before it, so the state is read as it is once the lock is there. Whoever finds a place
-- taken or the state changed takes nothing, and decides anew.
CREATE FUNCTION add_responses(
    lock BIGINT, seen_survey TEXT, seen_state TEXT, seen_since TEXT,
    surveys TEXT[], ids TEXT[], revisions TEXT[], wards TEXT[], storeds TEXT[], reasons TEXT[], besides TEXT[],
    content_hashes BYTEA[], receipt_hashes TEXT[], bodies TEXT[], received_ats TEXT[], sealed_throughs TEXT[]
) RETURNS VOID LANGUAGE plpgsql AS $$
DECLARE
    added BIGINT;
BEGIN
    IF lock IS NOT NULL THEN
        PERFORM pg_advisory_xact_lock_shared(lock);
    END IF;
    IF seen_survey IS NOT NULL AND NOT EXISTS (
        SELECT 1 FROM surveys AS held
        WHERE held.survey = seen_survey AND held.state = seen_state AND held.changed_at = seen_since
    ) THEN
        RAISE serialization_failure USING MESSAGE = 'the state of the survey is another by now; koe-office decides anew';
    END IF;
    INSERT INTO responses (survey, id, revision, ward, stored, reason, beside, content_hash, receipt_hash, body,
                           received_at, sealed_through)
    SELECT * FROM unnest(surveys, ids, revisions, wards, storeds, reasons, besides, content_hashes, receipt_hashes, bodies,
                         received_ats, sealed_throughs)
    ON CONFLICT DO NOTHING;
    GET DIAGNOSTICS added = ROW_COUNT;
    IF added < cardinality(ids) THEN
        RAISE serialization_failure USING MESSAGE = 'a response has been stored before; koe-office decides anew';
    END IF;
END
$$;
