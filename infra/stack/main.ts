// `npm run stack` without the CLI around it: the stack alone, until Ctrl-C.
import { runStack } from './run-stack.ts';

await runStack(process.argv.slice(2));
