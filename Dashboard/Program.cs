using Octoplus.Dashboard.Hosting;

// The same program serves (no command) and works in batch (a command as first argument).
return args.Length == 0 || args[0].StartsWith('-')
    ? await Server.RunAsync(args)
    : await Commands.RunAsync(args[0], args[1..]);
