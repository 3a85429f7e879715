using Halle.Capacity;
using Halle.Hosting;
using Microsoft.AspNetCore.Http.HttpResults;

namespace Halle.SignIn;

using Answer = Results<JsonHttpResult<Me>, JsonHttpResult<Refusal>>;

/// <summary>Coming in, going out, and who one is.</summary>
public static class SignInEndpoints
{
    public static void MapSignIn(this RouteGroupBuilder api)
    {
        api.MapGet("/me", (HttpContext context, SessionCookie cookie, BrowserTicket tickets) =>
        {
            if (cookie.Read(context) is { } session)
            {
                return Answers.Json(Me.Of(session));
            }

            tickets.Ensure(context);
            return Answers.Json(Me.Nobody);
        });

        var signIn = api.MapGroup("/sign-in");
        signIn.MapPost("/visitor", async (JsonBody<VisitorSignInRequest> body, HttpContext context, VisitorSignIn visitors) =>
            AnswerOf(await visitors.SignInAsync(context, body.Value.Name))).TakesPlace(Comer.NewVisitor);
        signIn.MapPost("/class", async (JsonBody<ClassSignInRequest> body, HttpContext context, ClassSignIn classes) =>
            AnswerOf(await classes.SignInAsync(context, body.Value.Code))).TakesPlace(Comer.Known);
        signIn.MapPost("/invite", async (JsonBody<InviteSignInRequest> body, HttpContext context, InviteSignIn invites) =>
            AnswerOf(await invites.SignInAsync(context, body.Value.Token))).TakesPlace(Comer.Staff);

        api.MapPost("/sign-out", async (JsonBody<EmptyBody> body, HttpContext context, SessionCookie cookie) =>
        {
            _ = body.Value;
            await cookie.EndAsync(context);
            return Answers.Json(Me.Nobody);
        });
    }

    private static Answer AnswerOf((Session? Session, Rooms.Rejection? Rejection) outcome) => outcome.Session is { } session
        ? Answers.Json(Me.Of(session))
        : Refusals.Of(outcome.Rejection!);
}
