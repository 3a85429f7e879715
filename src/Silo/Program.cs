return await Halle.Hosting.SiloHost.RunAsync(args);
