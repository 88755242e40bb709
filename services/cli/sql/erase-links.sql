-- Makes identity links of these people go. The statement stays in the server's list of mutations, so it names hashes.
-- Parameters: contact_hashes Array(String), visitor_hashes Array(String) (SHA-256, lower-case hexadecimal), erased_at DateTime64(3). Grain: one link.
ALTER TABLE identity_links DELETE WHERE received_at <= {erased_at:DateTime64(3)} AND (
    has({contact_hashes:Array(String)}, lower(hex(SHA256(contact_id)))) OR has({visitor_hashes:Array(String)}, lower(hex(SHA256(anonymous_id)))))
SETTINGS mutations_sync = 1
