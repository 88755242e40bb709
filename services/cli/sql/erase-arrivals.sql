-- Makes batches forget that these people came with them. The statement stays in the server's list of mutations, so it names hashes.
-- Parameters: contact_hashes Array(String), visitor_hashes Array(String) (SHA-256, lower-case hexadecimal). Grain: one batch.
ALTER TABLE arrived_batches UPDATE
    contact_ids = arrayFilter(id -> NOT has({contact_hashes:Array(String)}, lower(hex(SHA256(id)))), contact_ids),
    anonymous_ids = arrayFilter(id -> NOT has({visitor_hashes:Array(String)}, lower(hex(SHA256(id)))), anonymous_ids)
WHERE arrayExists(id -> has({contact_hashes:Array(String)}, lower(hex(SHA256(id)))), contact_ids)
    OR arrayExists(id -> has({visitor_hashes:Array(String)}, lower(hex(SHA256(id)))), anonymous_ids)
SETTINGS mutations_sync = 1
