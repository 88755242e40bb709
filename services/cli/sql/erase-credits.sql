-- Makes credits of these accounts go that were computed before. The statement stays in the server's list of mutations, so it names hashes.
-- Parameters: account_hashes Array(String) (SHA-256, lower-case hexadecimal), version UInt64. Grain: one account and version.
ALTER TABLE account_attribution DELETE WHERE version < {version:UInt64} AND has({account_hashes:Array(String)}, lower(hex(SHA256(account_id))))
SETTINGS mutations_sync = 1
