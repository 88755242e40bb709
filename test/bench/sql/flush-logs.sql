-- Makes ClickHouse write down what it has logged so far. Parameters: none. Grain: none.
SYSTEM FLUSH LOGS
