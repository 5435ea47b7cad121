-- A response that is sealed: its body is then the sealed bytes as they came. What they say of the door cannot be
-- corrected, so that here stands through which one it came by its credential. Nothing where the body is in clear.
ALTER TABLE responses ADD COLUMN sealed_through TEXT
    CHECK (sealed_through IN ('web', 'kiosk', 'field', 'plain', 'paper'));
ALTER TABLE conflicts ADD COLUMN sealed_through TEXT
    CHECK (sealed_through IN ('web', 'kiosk', 'field', 'plain', 'paper'));
