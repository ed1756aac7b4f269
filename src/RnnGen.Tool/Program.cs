using System.CommandLine;

return new RootCommand("Networks of other frameworks as RnnGen's classes, and back.").Parse(args).Invoke();
