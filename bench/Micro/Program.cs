using BenchmarkDotNet.Running;
using Halle.Bench.Micro;

BenchmarkSwitcher.FromAssembly(typeof(RoomBenchmarks).Assembly).Run(args);
