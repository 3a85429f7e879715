using System.Reflection;
using System.Text.Json;
using Halle.Rooms;

namespace Halle.Hosting;

/// <summary>A body that could not be taken says so itself; <see cref="RefuseBadBody"/> answers for it.</summary>
public interface IJsonBody
{
    /// <summary>Null when the body was read.</summary>
    IResult? Refusal { get; }
}

/// <summary>
/// A request body in the strict dialect of <see cref="RoomJson"/>: unknown, doubled or missing members, wrong types and anything that is not JSON are
/// refused with <c>bad_request</c>, another content type with 415.
/// </summary>
public sealed class JsonBody<T> : IJsonBody, IBindableFromHttpContext<JsonBody<T>>
    where T : class
{
    private readonly T? _value;

    private JsonBody(T? value, IResult? refusal)
    {
        _value = value;
        Refusal = refusal;
    }

    public IResult? Refusal { get; }

    /// <summary>What was sent; the group's <see cref="RefuseBadBody"/> keeps a handler from running without it.</summary>
    public T Value => _value ?? throw new InvalidOperationException("The body was refused.");

    /// <summary>The binding hook of minimal APIs.</summary>
    static async ValueTask<JsonBody<T>?> IBindableFromHttpContext<JsonBody<T>>.BindAsync(HttpContext context, ParameterInfo parameter)
    {
        if (!context.Request.HasJsonContentType())
        {
            return Refuse(StatusCodes.Status415UnsupportedMediaType);
        }

        try
        {
            var value = await JsonSerializer.DeserializeAsync<T>(context.Request.Body, RoomJson.Options, context.RequestAborted);
            return value is null ? Refuse(StatusCodes.Status400BadRequest) : new JsonBody<T>(value, refusal: null);
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException or FormatException)
        {
            return Refuse(StatusCodes.Status400BadRequest);
        }
        catch (BadHttpRequestException error)
        {
            return Refuse(error.StatusCode);
        }
    }

    private static JsonBody<T> Refuse(int status) => new(value: null, Refusals.Of(new Rejection(RejectionCode.BadRequest), status));
}

/// <summary>Ends a request whose body was refused, before its handler.</summary>
public sealed class RefuseBadBody : IEndpointFilter
{
    public ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        foreach (var argument in context.Arguments)
        {
            if (argument is IJsonBody { Refusal: { } refusal })
            {
                return ValueTask.FromResult<object?>(refusal);
            }
        }

        return next(context);
    }
}

/// <summary>A request that says nothing more than that it is one.</summary>
public sealed record EmptyBody;
