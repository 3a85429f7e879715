using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using Halle.Rehearsal.Judging;
using Halle.Rehearsal.Scenarios;
using Halle.Rehearsal.Sockets;

namespace Halle.Rehearsal.Playing;

/// <summary>Brings people in and back: signing in, connecting, entering their rooms, with the patience of a browser.</summary>
internal sealed class Arrivals(Plan plan, Rooms rooms, IReadOnlyList<Edge> edges, VisitorSockets sockets, Tally tally)
{
    /// <summary>How often somebody dials before giving up.</summary>
    private const int Tries = 8;

    /// <summary>People of one household or school behind one address, on a loopback.</summary>
    private const int PerNetwork = 300;

    /// <summary>Signs somebody of a crowd in and brings them to their rooms; false when it did not come to that.</summary>
    public async Task<bool> ArriveAsync(Crowd crowd, Visitor visitor, CancellationToken stop)
    {
        var from = AddressOf(crowd, visitor.Number);
        string? own;
        try
        {
            (visitor.Cookie, var me) = await SignInAsync(crowd, visitor, from, stop);
            own = crowd.As == CrowdRole.Pupil ? me.GetProperty("own")[0].GetString() : null;
        }
        catch (Exception error) when (error is RefusedException or HttpRequestException
            || (error is TaskCanceledException && !stop.IsCancellationRequested))
        {
            tally.AddTrouble("sign-in: " + error.Message);
            visitor.Fail();
            return false;
        }

        var subjects = rooms.Of(crowd, visitor, own).ToArray();
        if (!await ComeInAsync(crowd, visitor, subjects, stop))
        {
            visitor.Fail();
            return false;
        }

        tally.AddArrived();
        return true;
    }

    /// <summary>Brings somebody back who has lost the line.</summary>
    public Task<bool> ReturnAsync(Crowd crowd, Visitor visitor, CancellationToken stop) =>
        ComeInAsync(crowd, visitor, [.. visitor.Rooms.Select(watch => watch.Subject)], stop);

    private async Task<bool> ComeInAsync(Crowd crowd, Visitor visitor, RoomSubject[] subjects, CancellationToken stop)
    {
        // What it took the person: every try, and the waits between them.
        var started = Stopwatch.GetTimestamp();
        var wait = TimeSpan.FromMilliseconds(250);
        for (var tried = 0; tried < Tries && !stop.IsCancellationRequested; tried++)
        {
            try
            {
                // Who is not let in, or fell out, tries the next one, as behind a proxy.
                await visitor.ConnectAsync(sockets, EdgeOf(visitor, tried).Target, AddressOf(crowd, visitor.Number));
                foreach (var subject in subjects)
                {
                    await EnterAsync(visitor, subject, stop);
                }

                visitor.ComeIn();
                tally.Connects.Add((long)Stopwatch.GetElapsedTime(started).TotalMicroseconds);
                return true;
            }
            catch (VisitorRefusedException refused) when (refused.Status is 401 or 403 or 404 or 101 or 0)
            {
                tally.AddTrouble($"connect: {refused.Status} {refused.Code}");
                visitor.Socket?.Abort();
                return false;
            }
            catch (Exception error) when (error is IOException or SocketException or RefusedException)
            {
                tally.AddTrouble("connect: " + error.Message);
                visitor.Socket?.Abort();
                wait = (error as VisitorRefusedException)?.RetryAfter ?? wait * 2;
            }

            await Task.Delay(wait, stop).ContinueWith(static _ => { }, TaskScheduler.Default);
        }

        return false;
    }

    private async Task EnterAsync(Visitor visitor, RoomSubject subject, CancellationToken stop)
    {
        while (await visitor.EnterAsync(subject) is var (code, wait))
        {
            if (wait is not { } pause)
            {
                throw new RefusedException(0, $"enter {subject.Room[..subject.Room.IndexOf(':', StringComparison.Ordinal)]}: {code}");
            }

            tally.AddSlowed();
            await Task.Delay(pause, stop);
        }
    }

    private Task<(string Cookie, JsonElement Me)> SignInAsync(Crowd crowd, Visitor visitor, IPAddress? from, CancellationToken stop) => crowd.As switch
    {
        CrowdRole.Pupil => EdgeOf(visitor).Door.SignInAsync("class", new { code = plan.Classes[visitor.ClassNumber].Code }, from, stop),
        CrowdRole.Professional => EdgeOf(visitor).Door.SignInAsync("invite", new { token = plan.Professionals[visitor.Number] }, from, stop),
        _ => SignInByNameAsync(visitor, from, stop),
    };

    /// <summary>By lot a made-up name spells something that is not allowed: one takes another, as people do.</summary>
    private async Task<(string Cookie, JsonElement Me)> SignInByNameAsync(Visitor visitor, IPAddress? from, CancellationToken stop)
    {
        for (var number = visitor.Number; ; number += 1_000_000)
        {
            try
            {
                return await EdgeOf(visitor).Door.SignInAsync("visitor", new { name = "Essai " + Mark.InLetters(number) }, from, stop);
            }
            catch (RefusedException refused) when (refused.Code is "name_refused" && number < 5_000_000)
            {
                continue;
            }
        }
    }

    private Edge EdgeOf(Visitor visitor, int tried = 0) => edges[(visitor.Number + tried) % edges.Count];

    /// <summary>A class is behind its school's address, other people in hundreds behind theirs.</summary>
    private IPAddress? AddressOf(Crowd crowd, int person)
    {
        if (!plan.OwnNetworks)
        {
            return null;
        }

        var crowdNumber = plan.Scenario.Crowds.TakeWhile(other => other != crowd).Count();
        var network = person / PerNetwork;
        return new IPAddress([127, (byte)(1 + (crowdNumber * 16) + (network / 250)), (byte)(network % 250), 1]);
    }
}

/// <summary>One address of the deployment.</summary>
internal sealed record Edge(Door Door, VisitorTarget Target);
