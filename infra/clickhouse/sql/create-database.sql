-- Makes the database. Parameters: database Identifier.
CREATE DATABASE IF NOT EXISTS {database:Identifier} ENGINE = Atomic
