-- Makes properties go whose value is one of these people, in events of others. The statement stays in the server's list of mutations, so it names
-- hashes. Parameters: hashes Array(String) (SHA-256, lower-case hexadecimal). Grain: one event.
ALTER TABLE stored_events UPDATE
    properties = mapFilter((name, said) -> NOT has({hashes:Array(String)}, lower(hex(SHA256(said)))), properties)
WHERE arrayExists(said -> has({hashes:Array(String)}, lower(hex(SHA256(said)))), mapValues(properties))
SETTINGS mutations_sync = 1
