using Xunit.Sdk;
using Xunit.v3;

// These tests start server processes and load them: beside each other they would measure each other.
[assembly: Parallelization(Mode = ParallelMode.None)]
