/** What a container's health check runs: asks this machine's own process, `live` by default or `ready`. */
const what = process.argv[2] === 'ready' ? 'ready' : 'live';
const answer = await fetch(`http://127.0.0.1:${process.env.PORT ?? 8000}/health/${what}`).catch(() => undefined);
process.exit(answer?.ok ? 0 : 1);
