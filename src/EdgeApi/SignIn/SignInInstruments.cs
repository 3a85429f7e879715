using System.Diagnostics.Metrics;
using Halle.Rooms;

namespace Halle.SignIn;

/// <summary>Meter <c>Halle.SignIn</c>: sign-ins, and how hard somebody is guessing.</summary>
public sealed class SignInInstruments
{
    public const string MeterName = "Halle.SignIn";

    private readonly Counter<long> _signIns;
    private readonly Counter<long> _tries;

    public SignInInstruments(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _signIns = meter.CreateCounter<long>("halle.sign_in.sessions", description: "Sessions opened, by role");
        _tries = meter.CreateCounter<long>("halle.sign_in.tries", description: "Codes and invitations tried, by outcome");
    }

    public void Opened(Role role) => _signIns.Add(1, new KeyValuePair<string, object?>("role", role.ToString()));

    public void Evaluated() => Count("evaluated");

    public void Failed() => Count("failed");

    public void Slowed() => Count("slowed");

    private void Count(string outcome) => _tries.Add(1, new KeyValuePair<string, object?>("outcome", outcome));
}
