using Xunit.Sdk;
using Xunit.v3;

// Each journey has browsers and a server of its own: on two cores they would only slow each other down.
[assembly: Parallelization(Mode = ParallelMode.None)]
